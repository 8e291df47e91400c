// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.report;

import java.util.regex.Pattern;

/** Values of nodes and properties in a report: a secret is known by its name. From any thread. */
public final class SecretValues {

    /** A name with one of these has a value that is nobody else's business, such as a screen's {@code vncpasswd}. */
    private static final Pattern NAME = Pattern.compile("pass|secret|token|credential", Pattern.CASE_INSENSITIVE);

    private static final String LEFT_OUT = "(left out)";

    private SecretValues() {}

    /**
     * @param name of a node, or of a property
     * @param value what it has
     * @return the value if it may be shown, otherwise that it is left out; an empty value is no secret
     */
    public static String shown(String name, String value) {
        return !value.isEmpty() && isSecret(name) ? LEFT_OUT : value;
    }

    /**
     * @param name of a node, or of a property
     * @return whether its value is left out, unless it is empty
     */
    public static boolean isSecret(String name) {
        return NAME.matcher(name).find();
    }
}
