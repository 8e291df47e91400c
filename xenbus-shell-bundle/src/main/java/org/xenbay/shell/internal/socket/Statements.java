// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Operator;

/** Takes a line apart at its semicolons and ends of lines: Gogo returns what the last statement of a line returns, and no other. */
final class Statements {

    private Statements() {}

    /** @return what is to be run one after the other; the line itself when it has other operators, or is incomplete */
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
        } catch (RuntimeException incomplete) { // Gogo says what is wrong with it when it runs it
            return List.of(line);
        }
        statements.removeIf(String::isBlank);
        return statements;
    }

    private static boolean isEnd(String operator) {
        return operator.equals(";") || operator.isBlank();
    }
}
