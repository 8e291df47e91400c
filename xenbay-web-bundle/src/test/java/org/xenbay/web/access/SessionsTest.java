// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Sessions sessions = new Sessions(now::get);

    @Test
    void aSessionIsFoundByItsCookieAndHasItsKeyOnly() {
        Sessions.Login login = sessions.begin(Access.READ_ONLY);
        assertThat(sessions.find(login.cookie())).contains(login.session());
        assertThat(sessions.find(login.key())).isEmpty();
        assertThat(login.session().access()).isEqualTo(Access.READ_ONLY);
        assertThat(login.session().hasKey(login.key())).isTrue();
        assertThat(login.session().hasKey(login.cookie())).isFalse();
    }

    @Test
    void aSessionThatNobodyUsesEndsAndOneThatIsUsedEndsAfterHalfADay() {
        Sessions.Login idle = sessions.begin(Access.FULL);
        Sessions.Login used = sessions.begin(Access.FULL);
        for (long passed = 0; passed <= Session.LONGEST_NANOS; passed += Session.IDLE_NANOS) {
            assertThat(sessions.find(used.cookie())).isPresent();
            now.addAndGet(Session.IDLE_NANOS);
        }
        assertThat(sessions.find(idle.cookie())).isEmpty();
        assertThat(sessions.find(used.cookie())).isEmpty();
        assertThat(sessions.goesOn(used.session())).isFalse();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void ofTooManyTheOneThatIsIdleLongestEnds() {
        List<Sessions.Login> logins = new ArrayList<>();
        for (int i = 0; i < Sessions.MAX_SESSIONS; i++) {
            logins.add(sessions.begin(Access.FULL));
            now.incrementAndGet();
        }
        assertThat(sessions.find(logins.get(0).cookie())).isPresent();
        sessions.begin(Access.FULL);
        assertThat(sessions.count()).isEqualTo(Sessions.MAX_SESSIONS);
        assertThat(sessions.find(logins.get(0).cookie())).isPresent();
        assertThat(sessions.find(logins.get(1).cookie())).isEmpty();
        assertThat(sessions.goesOn(logins.get(1).session())).isFalse();
    }

    @Test
    void whoMayOnlyLookTakesNoPlaceOfThoseWhoMayDoAll() {
        Sessions.Login operator = sessions.begin(Access.FULL);
        for (int i = 0; i < 2 * Sessions.MAX_SESSIONS; i++) {
            now.incrementAndGet();
            sessions.begin(Access.READ_ONLY);
        }
        assertThat(sessions.find(operator.cookie())).isPresent();
        assertThat(sessions.count()).isEqualTo(1 + Sessions.MAX_SESSIONS);
    }

    @Test
    void whoeverLogsOutIsNotFoundAnyMore() {
        Sessions.Login login = sessions.begin(Access.FULL);
        sessions.end(login.cookie());
        assertThat(sessions.find(login.cookie())).isEmpty();
        assertThat(sessions.goesOn(login.session())).isFalse();
    }
}
