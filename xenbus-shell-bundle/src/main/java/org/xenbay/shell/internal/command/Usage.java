// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The syntax of a command with an example, for help and for the message about a misuse. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Usage {
    /** @return for example {@code device [--json] <id>} */
    String value();

    /** @return a line that calls it */
    String example();

    /** @return what that line does, without a full stop */
    String meaning();
}
