// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.TestAbortedException;

/** Makes a test of each case of the contract. */
final class ContractCases implements TestTemplateInvocationContextProvider {

    /** @return all of them */
    static Stream<ContractCase> all() {
        return groups().flatMap(List::stream);
    }

    /** @return whether this is the case on which all others depend: a device connects, and can be used */
    static boolean isFirst(ExtensionContext context) {
        return context.getDisplayName().equals(HandshakeCases.USUAL);
    }

    /** @return the cases whose names contain a part that {@code -Dcontract.cases} lists; without the property, all */
    private static Stream<ContractCase> chosen() {
        String part = System.getProperty("contract.cases", "");
        return all().filter(each -> each.name().contains(part));
    }

    private static Stream<List<ContractCase>> groups() {
        return Stream.of(
                HandshakeCases.all(),
                EndCases.all(),
                HostileNodeCases.all(),
                HostileRingCases.all(),
                HostCases.all(),
                HandoverCases.all(),
                StateCases.all(),
                KillCases.all(),
                LoaderCase.all());
    }

    /** @return whether this is a case of the contract, and not a test of the author's */
    static boolean isCase(TestInfo test) {
        return test.getTestMethod()
                .filter(method -> method.getDeclaringClass() == BackendContract.class)
                .isPresent();
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        boolean kills = reason(context, Rule.OUTLASTS_A_KILL).isEmpty();
        boolean classes = reason(context, Rule.IS_FORGOTTEN).isEmpty();
        return chosen().filter(each -> kills || !each.kills())
                .filter(each -> classes || !each.name().startsWith("left"))
                .map(Invocation::new);
    }

    private record Invocation(ContractCase which) implements TestTemplateInvocationContext {

        @Override
        public String getDisplayName(int number) {
            return which.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new InPlace(which));
        }
    }

    /** Runs the case in place of the method, which is empty. */
    private record InPlace(ContractCase which) implements InvocationInterceptor {

        @Override
        public void interceptTestTemplateMethod(
                InvocationInterceptor.Invocation<Void> empty,
                ReflectiveInvocationContext<Method> called,
                ExtensionContext context)
                throws Throwable {
            empty.proceed();
            try {
                which.body().accept((BackendContract) context.getRequiredTestInstance());
            } catch (ContractViolation violation) {
                Optional<String> reason = reason(context, violation.rule());
                if (reason.isPresent()) {
                    throw new TestAbortedException(reason.get(), violation);
                }
                throw violation.of(which);
            }
        }
    }

    /** @return the reason of the author's exemption from the rule; empty without one */
    private static Optional<String> reason(ExtensionContext context, Rule rule) {
        return Stream.of(context.getRequiredTestClass().getAnnotationsByType(Exempt.class))
                .filter(exempt -> exempt.rule() == rule)
                .map(Exempt::because)
                .findFirst();
    }
}
