// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Properties properties = new Properties();

    SettingsTest() {
        properties.setProperty("xenbay.home", "/opt/xenbay");
        properties.setProperty("xenbay.etc", "/etc/xenbay");
        properties.setProperty("xenbay.run.dir", "/run/xenbay");
    }

    @Test
    void theFrameworkLearnsTheFolders() {
        Map<String, String> framework = new HashMap<>();
        Settings.of(properties).addTo(framework);
        assertThat(framework)
                .containsEntry("org.osgi.framework.storage", "/run/xenbay/cache")
                .containsEntry("felix.fileinstall.dir", "/etc/xenbay")
                .containsEntry("xenbay.deploy.dir", "/opt/xenbay/deploy")
                .containsEntry("xenbay.run.dir", "/run/xenbay");
    }

    @Test
    void onlyTheTerminalsShellIsGogosOwn() {
        assertThat(argumentsOfGosh("terminal")).isEmpty();
        assertThat(argumentsOfGosh("plain")).endsWith(" -c xen:lines");
        assertThat(argumentsOfGosh("none")).isEqualTo("--nointeractive --noshutdown");
    }

    private String argumentsOfGosh(String shell) {
        Map<String, String> framework = new HashMap<>();
        properties.setProperty("xenbay.shell", shell);
        Settings.of(properties).addTo(framework);
        return framework.get("gosh.args");
    }

    @Test
    void whatTheConfigurationSaysIsKept() {
        Map<String, String> framework = new HashMap<>(Map.of("org.osgi.framework.storage", "/var/cache/x"));
        Settings.of(properties).addTo(framework);
        assertThat(framework).containsEntry("org.osgi.framework.storage", "/var/cache/x");
    }

    @Test
    void theShellIsChosenByName() {
        assertThat(Settings.of(properties).shell()).isEqualTo(Settings.Shell.NONE);
        properties.setProperty("xenbay.shell", "terminal");
        assertThat(Settings.of(properties).shell()).isEqualTo(Settings.Shell.TERMINAL);
        properties.setProperty("xenbay.shell", "zsh");
        assertThatThrownBy(() -> Settings.of(properties)).hasMessageContaining("not zsh");
    }

    @Test
    void aMissingFolderIsSaidSo() {
        properties.remove("xenbay.home");
        assertThatThrownBy(() -> Settings.of(properties)).hasMessageContaining("xenbay.home");
    }
}
