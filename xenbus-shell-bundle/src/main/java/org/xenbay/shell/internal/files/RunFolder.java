// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

/** The folder of sockets and other run-time files. */
public final class RunFolder {

    /** The framework's property that names it. */
    public static final String PROPERTY = "xenbay.run.dir";

    private RunFolder() {}
}
