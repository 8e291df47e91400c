// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.mistakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.DeviceView;
import org.xenbay.backend.echo.mistakes.Mistakes.Blocks;
import org.xenbay.backend.echo.mistakes.Mistakes.KeepsThePage;

/** Makes each mistake of docs/backend-mistakes.md, and compares the platform's message with the page. */
class MistakesTest {

    private static void assertShown(String said) throws IOException {
        String page = Files.readString(Path.of("../../docs/backend-mistakes.md"));
        assertThat(shape(page)).contains("\n" + shape(said) + "\n");
    }

    /** Numbers of lines and of threads differ. */
    private static String shape(String text) {
        return text.replaceAll("[0-9]+", "0");
    }

    private static void assertFailureIsShown(Function<DeviceContext, DeviceHandler> mistake) throws IOException {
        try (MistakeHost host = new MistakeHost(mistake)) {
            assertShown(host.failure());
        }
    }

    @Test
    void aCallAnswersNull() throws IOException {
        assertFailureIsShown(Mistakes.AnswersNull::new);
    }

    @Test
    void aKeyIsPutAfterInit() throws IOException {
        assertFailureIsShown(Mistakes.KeepsKeys::new);
    }

    @Test
    void aNodeIsUsedThatWasNotRead() throws IOException {
        assertFailureIsShown(Mistakes.ForgetsToAsk::new);
    }

    @Test
    void aFigureIsNamedWrongly() throws IOException {
        assertFailureIsShown(Mistakes.NamesAFigureWrongly::new);
    }

    @Test
    void anAccessLeavesThePage() throws IOException {
        assertFailureIsShown(Mistakes.LeavesThePage::new);
    }

    @Test
    void memoryThatIsOnlyReadIsWritten() throws IOException {
        assertFailureIsShown(Mistakes.WritesWhereItReads::new);
    }

    @Test
    void theGuestsNumberIsTrusted() throws IOException {
        assertFailureIsShown(Mistakes.TrustsTheGuest::new);
    }

    @Test
    void aMethodOfTheExecutorIsCalledElsewhere() throws IOException {
        assertFailureIsShown(Mistakes.UsesAnotherThread::new);
    }

    @Test
    void thePageIsKept() throws IOException {
        try (MistakeHost host = new MistakeHost(KeepsThePage::new).connected()) {
            host.admin().detach(host.id(), false);
            KeepsThePage handler = (KeepsThePage) host.handler();
            assertShown(catchThrowable(handler::lookLater).getMessage());
        }
    }

    @Test
    void theTypeIsSpeltOtherwise() throws IOException {
        try (MistakeHost host = new MistakeHost(PageHandler::new)) {
            DeviceId other = new DeviceId(host.id().domain(), "ehco", 0);
            assertShown(
                    catchThrowable(() -> host.admin().attach(other, Map.of())).getMessage());
        }
    }

    @Test
    void aCallDoesNotReturn() throws IOException {
        try (MistakeHost host = new MistakeHost(Blocks::new)) {
            await().until(() -> explanation(host).startsWith("held up"));
            assertShown(explanation(host));
            ((Blocks) host.handler()).host.countDown();
        }
    }

    private static String explanation(MistakeHost host) {
        return host.admin().device(host.id()).map(DeviceView::explanation).orElse("");
    }

    @Test
    void thereIsNoPark() throws IOException {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Handler listener = listener(lines);
        Logger log = Logger.getLogger("");
        try (MistakeHost host = new MistakeHost(PageHandler::new).connected()) {
            log.addHandler(listener);
            host.withdraw();
            await().until(() -> lines.stream().anyMatch(line -> line.contains("hand over")));
        } finally {
            log.removeHandler(listener);
        }
        assertShown(lines.stream()
                .filter(line -> line.contains("hand over"))
                .findFirst()
                .orElseThrow());
    }

    private static Handler listener(Queue<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
