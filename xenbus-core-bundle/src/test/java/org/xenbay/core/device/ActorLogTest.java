// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;

/** One guest cannot fill the log, whatever an operator has written of its device. */
class ActorLogTest {

    private static final String DEVICE = "987/probe/0";

    private final Logger logger = Logger.getLogger("org.xenbay.device");
    private final List<String> written = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().startsWith(DEVICE)) {
                written.add(line.getMessage().substring(DEVICE.length() + 2));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private ActorLog log(int level) {
        return new ActorLog(DeviceId.parse(DEVICE), level, CoreHistory.NONE, clock::get);
    }

    @Test
    void errorsBeyondTheLimitAreCounted() {
        ActorLog log = log(0);
        for (int i = 0; i < 100; i++) {
            log.error("bad");
        }
        assertThat(written).hasSize(ActorLog.ERRORS);
        clock.addAndGet(ActorLog.WINDOW_NANOS + 1);
        log.error("worse");
        assertThat(written).last().isEqualTo("worse (90 more left out)");
    }

    @Test
    void whatAnOperatorDebugsIsLimitedTooAndHidesNoError() {
        ActorLog log = log(2);
        for (int i = 0; i < 1_000; i++) {
            log.info("comes");
            log.debug(() -> "asks");
        }
        assertThat(written).hasSize(ActorLog.LINES);
        log.error("bad");
        assertThat(written).last().isEqualTo("bad");
    }

    @Test
    void whatNobodyDebugsIsNotWritten() {
        ActorLog log = log(0);
        log.info("comes");
        log.debug(() -> "asks");
        assertThat(written).isEmpty();
    }
}
