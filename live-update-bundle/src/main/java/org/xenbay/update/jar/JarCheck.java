// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update.jar;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Checks whether a jar can run here, before it replaces a bundle. */
public final class JarCheck {

    private static final String DEVICE_API = "org.xenbay.api.device";
    private static final int MAX_REASONS = 3;

    /** OSGi Core 1.3.2: symbolic-name. A file in the folder is named by it. */
    private static final Pattern NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");

    /** The name of a XenStore node. */
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_@-]{1,64}");

    private JarCheck() {}

    /**
     * @param jar a file that is written completely
     * @param here the capabilities of other bundles
     * @return the checked bundle
     * @throws RefusedJarException when it cannot run here
     */
    public static BundleFile check(Path jar, ProvidedCapabilities here) throws RefusedJarException {
        Archive archive = Archive.read(jar);
        Attributes headers = archive.headers();
        try {
            String name = symbolicName(headers);
            Version version = Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
            Set<String> types = types(archive);
            List<String> missing = MissingRequirements.missing(headers, here);
            if (!missing.isEmpty()) {
                throw new RefusedJarException(text(missing), true);
            }
            boolean fragment = headers.getValue(Constants.FRAGMENT_HOST) != null;
            return new BundleFile(jar, name, version, types, fragment, types.isEmpty() && usesDeviceApi(headers));
        } catch (IllegalArgumentException odd) {
            throw new RefusedJarException("its manifest cannot be read: " + odd.getMessage());
        }
    }

    private static String text(List<String> reasons) {
        return String.join("; ", reasons.subList(0, Math.min(reasons.size(), MAX_REASONS)))
                + (reasons.size() > MAX_REASONS ? "; and " + (reasons.size() - MAX_REASONS) + " more" : "");
    }

    private static String symbolicName(Attributes headers) throws RefusedJarException {
        List<Clause> clauses = Clause.parse(headers.getValue(Constants.BUNDLE_SYMBOLICNAME));
        if (clauses.size() != 1 || clauses.get(0).paths().size() != 1) {
            throw new RefusedJarException("it is not a bundle: it has no " + Constants.BUNDLE_SYMBOLICNAME);
        }
        String form = headers.getValue(Constants.BUNDLE_MANIFESTVERSION);
        if (form == null || !form.trim().equals("2")) {
            throw new RefusedJarException("it is not a bundle: its " + Constants.BUNDLE_MANIFESTVERSION + " is not 2");
        }
        String name = clauses.get(0).path();
        if (!NAME.matcher(name).matches()) {
            throw new RefusedJarException("its " + Constants.BUNDLE_SYMBOLICNAME + " is not a name of letters, digits, "
                    + "dots, - and _: " + name);
        }
        return name;
    }

    private static Set<String> types(Archive archive) throws RefusedJarException {
        for (Clause clause : Clause.parse(archive.headers().getValue("Service-Component"))) {
            String file = clause.path();
            if (file.indexOf('*') < 0 && !archive.names().contains(file)) {
                throw new RefusedJarException(file + ", which its manifest names, is not in it");
            }
        }
        Set<String> types = new LinkedHashSet<>();
        for (Map.Entry<String, byte[]> file : archive.components().entrySet()) {
            types.addAll(ComponentFile.types(file.getKey(), file.getValue(), archive.names()));
        }
        for (String type : types) {
            if (!TYPE.matcher(type).matches()) {
                throw new RefusedJarException("no device type can be named " + type
                        + ": it is a node's name of up to 64 letters, digits and -_@");
            }
        }
        return types;
    }

    private static boolean usesDeviceApi(Attributes headers) {
        return headers.getValue(Constants.BUNDLE_ACTIVATOR) == null
                && Clause.parse(headers.getValue(Constants.IMPORT_PACKAGE)).stream()
                        .anyMatch(clause -> clause.paths().contains(DEVICE_API));
    }
}
