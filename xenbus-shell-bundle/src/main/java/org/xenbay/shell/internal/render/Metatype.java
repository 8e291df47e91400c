// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.List;
import org.xenbay.api.settings.SettingsView;

/**
 * Writes components' settings as OSGi's Metatype, from which tools make forms (OSGi Compendium 8, section 105). Each value is a
 * String, because units and words are accepted; the description says which.
 */
public final class Metatype {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<metatype:MetaData xmlns:metatype=\"http://www.osgi.org/xmlns/metatype/v1.4.0\">\n";

    private Metatype() {}

    /**
     * @param views the settings of each component
     * @return an XML document
     */
    public static String of(List<SettingsView> views) {
        StringBuilder xml = new StringBuilder(HEAD);
        for (SettingsView view : views) {
            String pid = view.pid();
            xml.append("  <OCD" + attribute("id", pid) + attribute("name", pid) + ">\n");
            view.keys().forEach(key -> xml.append(definition(key)));
            xml.append("  </OCD>\n  <Designate" + attribute("pid", pid));
            xml.append("><Object" + attribute("ocdref", pid) + "/></Designate>\n");
        }
        return xml.append("</metatype:MetaData>").toString();
    }

    private static String definition(SettingsView.Key key) {
        String meaning = key.description() + "; accepted is " + key.accepts();
        return "    <AD" + attribute("id", key.key()) + attribute("name", key.key()) + attribute("type", "String")
                + attribute("required", "false") + attribute("default", key.fallback())
                + attribute("description", meaning) + "/>\n";
    }

    private static String attribute(String name, String value) {
        String text = value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        return " " + name + "=\"" + text.replaceAll("\\p{Cntrl}", " ") + "\"";
    }
}
