// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.Settings;

/** What a component declares can be read as OSGi's Metatype. */
class MetatypeTest {

    @Test
    void eachKeyIsAnAttributeOfTheComponentsClass() throws Exception {
        Settings settings = Settings.of(
                        "org.example.echo",
                        Setting.yesOrNo("upperCase", false, "Whether \"letters\" <come> back & as\ncapitals"),
                        Setting.size("most", 1024, 1, 4096, "Most bytes"))
                .update(Map.of("most", "2k"));
        String xml = Metatype.of(List.of(settings.view()));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document =
                factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getDocumentElement().getNamespaceURI())
                .isEqualTo("http://www.osgi.org/xmlns/metatype/v1.4.0");
        Element first = (Element) document.getElementsByTagName("AD").item(0);
        assertThat(first.getAttribute("id")).isEqualTo("upperCase");
        assertThat(first.getAttribute("default")).isEqualTo("no");
        assertThat(first.getAttribute("description"))
                .isEqualTo("Whether \"letters\" <come> back & as capitals; accepted is yes or no");
        Element second = (Element) document.getElementsByTagName("AD").item(1);
        assertThat(second.getAttribute("default")).isEqualTo("1k");
        Element designate = (Element) document.getElementsByTagName("Designate").item(0);
        assertThat(designate.getAttribute("pid")).isEqualTo("org.example.echo");
    }
}
