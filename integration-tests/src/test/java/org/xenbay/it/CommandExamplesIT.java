// SPDX-License-Identifier: Apache-2.0
package org.xenbay.it;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerMethod;
import org.osgi.framework.ServiceReference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;

/**
 * The examples in the help of commands that bundles bring. Those of the shell's own commands are in its HelpCommandTest, those of the page in
 * WebComponentTest.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerMethod.class)
public class CommandExamplesIT extends PlatformFixture {

    /** Some of the backends', by which the test sees that it looks at all. */
    private static final Set<String> SOME =
            Set.of("9pfs", "console", "usb", "screen", "screenshot", "focus", "key", "pointer", "touch", "type");

    private static final CommandConsole CONSOLE = CommandConsole.of(System.out);

    @Test
    public void eachCommandOfEachBundleHasExamplesThatItWouldTake() throws Exception {
        await("the backends' commands", () -> titles().containsAll(SOME));
        List<String> refused = new ArrayList<>();
        for (CommandSpec spec : specs()) {
            assertFalse(spec.title() + " has no example", spec.examples().isEmpty());
            for (CommandSpec.Example example : spec.examples()) {
                String why = refusal(spec, example);
                if (!why.isEmpty()) {
                    refused.add(spec.title() + " " + example.line() + ": " + why);
                }
            }
        }
        assertEquals(List.of(), refused);
    }

    @Test
    public void anExampleThatACommandWouldRefuseIsFound() {
        CommandSpec spec = CommandSpec.of("fruit", "Eats.").arguments(1, 1, "<id>", "a device");
        assertTrue(refusal(spec.example("no device", "apple")).contains("not a device id"));
        assertTrue(refusal(spec.example("too few")).contains("usage: fruit"));
        assertTrue(refusal(spec.example("no option", "--all", "5/vkbd/0")).contains("unknown option --all"));
        assertEquals("", refusal(spec.example("a device", "5/vkbd/0")));
    }

    private static String refusal(CommandSpec spec) {
        return refusal(spec, spec.examples().get(0));
    }

    /** Why the command would refuse the call before it does anything; empty when it would not. */
    private static String refusal(CommandSpec spec, CommandSpec.Example example) {
        try {
            CommandCall call = CommandCall.of(spec, example.words(), CONSOLE);
            if (spec.arguments().name().startsWith("<id>")) {
                call.device(0);
            }
            return "";
        } catch (CommandMisuse misuse) {
            return misuse.toString();
        }
    }

    private Set<String> titles() throws Exception {
        Set<String> titles = new TreeSet<>();
        specs().forEach(spec -> titles.add(spec.title()));
        return titles;
    }

    private List<CommandSpec> specs() throws Exception {
        List<CommandSpec> specs = new ArrayList<>();
        for (ServiceReference<Command> reference : context.getServiceReferences(Command.class, null)) {
            Command command = context.getService(reference);
            if (command != null) {
                specs.add(command.spec());
            }
        }
        return specs;
    }
}
