// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen;

/** Explains to an operator why JNA's native part, or a library bound by it, cannot be loaded. */
public final class MissingLibrary {

    private MissingLibrary() {}

    /**
     * @param failed the failure to load or to bind it
     * @return the innermost reason, and where JNA's library has to be
     */
    public static String explain(LinkageError failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage()
                + ". JNA unpacks its library to java.io.tmpdir: where programs may not run from there, set"
                + " jna.tmpdir to a folder where they may, or jna.boot.library.path to one that holds the library";
    }
}
