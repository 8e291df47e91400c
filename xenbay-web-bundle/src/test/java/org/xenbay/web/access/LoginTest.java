// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginTest {

    private final AtomicLong now = new AtomicLong();
    private final LoginCodes codes = new LoginCodes(now::get);

    @Test
    void aCodeLogsInOnce() {
        String code = codes.make();
        assertThat(codes.use("x" + code)).isEmpty();
        assertThat(codes.use(code)).contains(Access.FULL);
        assertThat(codes.use(code)).isEmpty();
    }

    @Test
    void aCodeCountsForFiveMinutesAndOfManyTheLatestCount() {
        String old = codes.make();
        now.addAndGet(LoginCodes.VALID_NANOS + 1);
        assertThat(codes.use(old)).isEmpty();
        String first = codes.make();
        List<String> more =
                java.util.stream.Stream.generate(codes::make).limit(8).toList();
        assertThat(codes.use(first)).isEmpty();
        assertThat(codes.use(more.get(0))).isPresent();
    }

    @Test
    void onlyTheNamesOfThisHostAreItsOwn() {
        HostNames names = new HostNames(List.of("Dom0.example", "[2001:db8::1]"));
        for (String own : List.of(
                "localhost",
                "localhost:8080",
                "127.0.0.1:1",
                "[::1]:80",
                "[::1]",
                "dom0.example:443",
                "[2001:db8::1]:443")) {
            assertThat(names.isOwn(own)).as(own).isTrue();
        }
        for (String other : List.of("evil.example", "localhost.evil.example:80", "127.0.0.1.evil:80", "", ":80")) {
            assertThat(names.isOwn(other)).as(other).isFalse();
        }
        assertThat(names.isOwn(null)).isFalse();
    }

    @Test
    void thePortIsTheBrowsers() {
        assertThat(HostNames.port("localhost:8006")).isEqualTo("8006");
        assertThat(HostNames.port("[::1]:80")).isEqualTo("80");
        for (String none : List.of("localhost", "[::1]", "localhost:", "localhost:a=b;c", "localhost:123456")) {
            assertThat(HostNames.port(none)).as(none).isEmpty();
        }
        assertThat(HostNames.port(null)).isEmpty();
    }

    @Test
    void onlyThisVeryPageIsOfTheSameOrigin() {
        HostNames names = new HostNames(List.of());
        assertThat(names.isSameOrigin(null, "localhost:80", false)).isTrue();
        assertThat(names.isSameOrigin("http://localhost:80", "localhost:80", false))
                .isTrue();
        assertThat(names.isSameOrigin("http://localhost:81", "localhost:80", false))
                .isFalse();
        assertThat(names.isSameOrigin("http://localhost:80", "localhost:80", true))
                .isFalse();
        assertThat(names.isSameOrigin("null", "localhost:80", false)).isFalse();
    }
}
