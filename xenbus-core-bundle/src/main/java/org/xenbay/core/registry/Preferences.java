package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;

/** Who is to serve a type that several bundles serve, as an operator writes it: {@code type:bundle}, separated by commas. */
public final class Preferences {

    private static final Logger LOG = System.getLogger(Preferences.class.getName());

    private Preferences() {}

    /**
     * Reads them. What cannot be understood is named in the log and left out: the types of others are served all the same.
     *
     * @param texts one or more, each with one or more entries
     * @return symbolic names of bundles, by type
     */
    public static Map<String, String> parse(String... texts) {
        Map<String, String> bundles = new TreeMap<>();
        for (String entry : String.join(",", texts).split(",")) {
            String text = entry.trim();
            String[] parts = text.split("\\s*:\\s*");
            if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
                bundles.put(parts[0], parts[1]);
            } else if (!text.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "org.xenbay.core: prefer is a list of type:bundle, such as console:console-backend-bundle, not "
                                + text + "; it is left out");
            }
        }
        return bundles;
    }
}
