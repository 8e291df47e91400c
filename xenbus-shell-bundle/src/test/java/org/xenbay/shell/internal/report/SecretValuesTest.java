// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No report has a password, whoever named it. */
class SecretValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vncpasswd",
                "password",
                "keyStorePass",
                "javax.net.ssl.trustStorePassword",
                "passphrase",
                "client-secret",
                "API_TOKEN",
                "credentials"
            })
    void aValueWhoseNameIsThatOfASecretIsLeftOut(String name) {
        assertThat(SecretValues.shown(name, "sesame")).isEqualTo("(left out)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "frontend-id", "xenbay.run.dir", "event-channel", ""})
    void otherValuesAreShown(String name) {
        assertThat(SecretValues.shown(name, "4")).isEqualTo("4");
    }

    /** That no password was set is what an operator wants to see. */
    @Test
    void anEmptyValueIsNoSecret() {
        assertThat(SecretValues.shown("vncpasswd", "")).isEmpty();
    }
}
