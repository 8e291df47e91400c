// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.PrintableText;

/** A command's result that also decides the exit code. It is shown on the standard output, as any other result. */
public interface Verdict {

    /** @return the exit code, 0 to 125 */
    int exit();

    /**
     * @param page properties of the output
     * @return what is shown; what others chose in it, such as guests' names, is printable
     */
    CharSequence text(Page page);

    /**
     * @param line what matters
     * @param reasons what it was decided by
     * @param page properties of the output
     * @return the line, and below it the reasons
     */
    static CharSequence text(String line, Listing<?> reasons, Page page) {
        return PrintableText.of(line) + "\n" + Table.of(reasons, page);
    }

    /**
     * @param result what a command returned; may be null
     * @return the exit code that it decides, 0 where it decides none
     */
    static int exitOf(@Nullable Object result) {
        Object value = result instanceof JsonText json ? json.value() : result;
        return value instanceof Verdict verdict ? verdict.exit() : 0;
    }
}
