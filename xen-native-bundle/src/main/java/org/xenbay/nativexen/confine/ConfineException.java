// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import org.xenbay.api.file.FileException;

/** The kernel did not let a thread give something up. */
final class ConfineException extends FileException {

    private static final long serialVersionUID = 1L;

    private ConfineException(int errno, String call) {
        super(errno, call, ConfineCalls.strerror(errno));
    }

    static int checked(int result, String call) throws ConfineException {
        if (result < 0) {
            throw new ConfineException(ConfineCalls.errno(), call);
        }
        return result;
    }
}
