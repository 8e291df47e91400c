// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;

/** Messages that bundles log through OSGi's service arrive in our log. */
class BundleLogsTest {
    private static final String NAME = "org.example.Component";

    private final java.util.logging.Logger target = java.util.logging.Logger.getLogger(NAME);
    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();
    private final LogService service = new BundleLogs().getService(bundle("echo"), null);
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord log) {
            lines.add(log.getLevel() + " " + log.getMessage());
            thrown.add(log.getThrown());
        }

        @Override
        public void flush() {
            // nothing is kept
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        target.setLevel(Level.INFO);
        target.setUseParentHandlers(false);
        target.addHandler(handler);
    }

    @AfterEach
    void stop() {
        target.removeHandler(handler);
    }

    private static Bundle bundle(String symbolicName) {
        return (Bundle) Proxy.newProxyInstance(
                Bundle.class.getClassLoader(),
                new Class<?>[] {Bundle.class},
                (proxy, method, arguments) -> method.getName().equals("getSymbolicName") ? symbolicName : null);
    }

    @Test
    void everyFormOfArgumentsIsOneLineThatNamesTheBundle() {
        Logger log = service.getLogger(NAME);
        Throwable boom = new IllegalStateException("boom");
        log.error("plain");
        log.warn("one {}", 1);
        log.info("two {} {}", 1, 2);
        log.error("three {} {} {}", 1, 2, 3);
        log.error("with {}", "cause", boom);
        log.error("echo failed", boom);
        assertThat(lines)
                .containsExactly(
                        "SEVERE echo: plain",
                        "WARNING echo: one 1",
                        "INFO echo: two 1 2",
                        "SEVERE echo: three 1 2 3",
                        "SEVERE echo: with cause",
                        "SEVERE echo failed");
        assertThat(thrown).containsExactly(null, null, null, null, boom, boom);
    }

    @Test
    @SuppressWarnings("deprecation") // bundles of today still call it
    void aMessageOfNullHarmsNobody() {
        assertThatCode(() -> service.log(LogService.LOG_ERROR, null, new IllegalStateException("boom")))
                .doesNotThrowAnyException();
    }

    @Test
    void aFormattingLoggerFormatsAsPrintf() {
        service.getLogger(NAME, FormatterLogger.class).error("%s of %d", "one", 2);
        service.getLogger(bundle("other"), NAME, FormatterLogger.class).error("100 %");
        assertThat(lines).containsExactly("SEVERE echo: one of 2", "SEVERE other: 100 %");
        assertThatThrownBy(() -> service.getLogger(NAME, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotLoggedIsNotComposed() throws Exception {
        Logger log = service.getLogger(NAME);
        log.debug("not shown");
        log.trace(logger -> {
            throw new IllegalStateException("must not be called");
        });
        log.info(logger -> logger.info("from within"));
        assertThat(log.isDebugEnabled()).isFalse();
        assertThat(log.isInfoEnabled()).isTrue();
        assertThat(log.getName()).isEqualTo(NAME);
        assertThat(lines).containsExactly("INFO echo: from within");
    }
}
