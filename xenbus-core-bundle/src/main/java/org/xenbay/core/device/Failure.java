// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.io.IOException;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.file.Errno;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.Author;
import org.xenbay.api.xen.XenException;

/**
 * Why a device failed, in the terms of its error node.
 *
 * @param errno positive error number of Linux
 * @param message one line
 * @param isUnexpected whether it is a defect of the code, so that its stack is logged
 */
record Failure(int errno, String message, boolean isUnexpected) {

    /** A node of XenStore takes 4,096 bytes with its path, and a value of a guest's node may be in the message. */
    private static final int LONGEST = 1_000;

    static final int EIO = 5;

    /** Cuts a message that is too long for its node. */
    Failure {
        message = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }

    /** Not a failure of the device: it is observed again when XenStore is back. */
    static boolean isStoreLost(Throwable thrown) {
        return thrown instanceof XenStoreException store && store.error() == StoreError.CONNECTION_LOST;
    }

    /** Not a failure of the device: its nodes were changed meanwhile, so it is observed again a little later. */
    static boolean isConflict(Throwable thrown) {
        return thrown instanceof XenStoreException store && store.error() == StoreError.EAGAIN;
    }

    /** The first line of a backend's code in the stack, in words; empty when there is none. */
    private static String where(Throwable thrown) {
        return Author.of(thrown.getStackTrace()).map(frame -> ", at " + frame).orElse("");
    }

    static Failure of(Throwable thrown) {
        if (thrown instanceof XenException xen) {
            return new Failure(xen.errno(), String.valueOf(xen.getMessage()), false);
        }
        if (thrown instanceof BadNodeException
                || thrown instanceof CorruptRingException
                || thrown instanceof RefusedStateException) {
            return new Failure(Errno.EINVAL, String.valueOf(thrown.getMessage()), false);
        }
        if (thrown instanceof XenStoreException || thrown instanceof IOException) {
            return new Failure(EIO, String.valueOf(thrown.getMessage()), false);
        }
        String name = thrown.getClass().getSimpleName();
        String what = thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
        return new Failure(EIO, what.contains(", at ") ? what : what + where(thrown), true);
    }
}
