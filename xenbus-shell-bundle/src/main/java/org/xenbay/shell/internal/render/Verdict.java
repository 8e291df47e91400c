// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Listing;

/** A command's result that also decides the exit code. It is shown on the standard output, as any other result. */
public interface Verdict {

    /** @return the exit code, 0 to 125 */
    int exit();

    /** @return what matters, in one line */
    String line();

    /** @return what it was decided by */
    Listing<?> reasons();

    /**
     * @param result what a command returned; may be null
     * @return the exit code that it decides, 0 where it decides none
     */
    static int exitOf(@Nullable Object result) {
        Object value = result instanceof JsonText json ? json.value() : result;
        return value instanceof Verdict verdict ? verdict.exit() : 0;
    }
}
