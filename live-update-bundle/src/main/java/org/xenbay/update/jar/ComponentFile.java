// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.XenDevOps;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** A description of Declarative Services' components: which components are backends, and their device types. */
final class ComponentFile extends DefaultHandler {

    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Set<String> names;
    private final Set<String> types = new LinkedHashSet<>();
    private @Nullable String component;
    private boolean backend;
    private boolean typed;
    private @Nullable StringBuilder text;
    private String trouble = "";

    private ComponentFile(Set<String> names) {
        this.names = names;
    }

    /**
     * @param file its name, for messages
     * @param content its bytes
     * @param names names of the jar's entries
     * @return the types that its components serve
     */
    static Set<String> types(String file, byte[] content, Set<String> names) throws RefusedJarException {
        ComponentFile handler = new ComponentFile(names);
        try {
            SAXParserFactory factory = SAXParserFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.newSAXParser().parse(new ByteArrayInputStream(content), handler);
        } catch (SAXException | IOException | ParserConfigurationException odd) {
            throw new RefusedJarException(file + " in it cannot be read: " + odd.getMessage());
        }
        if (!handler.trouble.isEmpty()) {
            throw new RefusedJarException(handler.trouble);
        }
        return handler.types;
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes) {
        switch (qualified.substring(qualified.indexOf(':') + 1)) {
            case "component" -> {
                component = attributes.getValue("name");
                backend = false;
                typed = false;
            }
            case "provide" -> backend |= XenDevOps.class.getName().equals(attributes.getValue("interface"));
            case "property" -> property(attributes);
            case "properties" ->
                typed = true; // the properties are in a file of the bundle: run time shows whether they name a type
            case "implementation" -> implementation(attributes.getValue("class"));
            default -> {
                // not a service
            }
        }
    }

    private void property(Attributes attributes) {
        if (XenDevOps.DEVICE_TYPE.equals(attributes.getValue("name"))) {
            typed = true;
            if (attributes.getValue("value") == null) {
                text = new StringBuilder();
            } else {
                types.add(attributes.getValue("value"));
            }
        }
    }

    private void implementation(String type) {
        if (component == null) {
            component = type;
        }
        if (type != null && !names.contains(type.replace('.', '/') + ".class") && isComplete()) {
            trouble = "the class of its component " + component + " is not in it: " + type;
        }
    }

    /** Tells from the names whether all classes of the bundle are in the jar itself. */
    private boolean isComplete() {
        return names.stream().noneMatch(name -> name.endsWith(".jar"));
    }

    @Override
    public void characters(char[] characters, int start, int length) {
        if (text != null) {
            text.append(characters, start, length);
        }
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
        if (text != null) {
            text.toString()
                    .lines()
                    .map(String::trim)
                    .filter(line -> !line.isEmpty())
                    .forEach(types::add);
            text = null;
        }
        if (qualified.endsWith("component") && backend && !typed && trouble.isEmpty()) {
            trouble = "its component " + component
                    + " is a backend without @XenDeviceType: the types that it serves are unknown";
        }
    }
}
