// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import java.util.List;

/**
 * What is to be known of a command.
 *
 * @param name its name
 * @param summary what it does, in a line
 * @param usage how it is called
 * @param parts its options and arguments
 */
public record CommandHelp(String name, String summary, String usage, List<Part> parts) {

    /**
     * An option or argument.
     *
     * @param name as typed
     * @param meaning what it is
     */
    public record Part(String name, String meaning) {}
}
