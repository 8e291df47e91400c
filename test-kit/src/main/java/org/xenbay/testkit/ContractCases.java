// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Makes a test of each case of the contract. */
final class ContractCases implements TestTemplateInvocationContextProvider {

    /** @return all of them */
    static Stream<ContractCase> all() {
        return Stream.of(HandshakeCases.all(), EndCases.all(), HandoverCases.all())
                .flatMap(List::stream);
    }

    /** @return whether this is no test of the author's own */
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
        return all().map(Invocation::new);
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
            which.body().accept((BackendContract) context.getRequiredTestInstance());
        }
    }
}
