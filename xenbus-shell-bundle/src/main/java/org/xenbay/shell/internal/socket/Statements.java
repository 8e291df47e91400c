// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Operator;

/** Splits a line at its semicolons and ends of lines, because Gogo returns only the result of a line's last statement. */
final class Statements {

    private Statements() {}

    /** @return the statements to run one after the other; the line itself if it has other operators, or is incomplete */
    static List<String> of(String line) {
        List<String> statements = new ArrayList<>();
        try {
            for (Executable token : new Parser(line).program().tokens()) {
                if (!(token instanceof Operator)) {
                    statements.add(token.toString());
                } else if (!isEnd(token.toString())) {
                    return List.of(line);
                }
            }
        } catch (RuntimeException incomplete) { // Gogo reports the error when it runs the line
            return List.of(line);
        }
        statements.removeIf(String::isBlank);
        return statements;
    }

    private static boolean isEnd(String operator) {
        return operator.equals(";") || operator.isBlank();
    }
}
