// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a command is called; help shows it, and so does the message when it was called otherwise. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Usage {
    /** @return for example {@code device [--json] <id>} */
    String value();
}
