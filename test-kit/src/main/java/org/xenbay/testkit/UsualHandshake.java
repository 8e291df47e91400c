// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Skips the other tests of a backend that does not even connect in the usual order: each of them would wait its whole time, and
 * report the same failure.
 */
final class UsualHandshake
        implements ExecutionCondition, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String failure = store(context).get(UsualHandshake.class, String.class);
        return failure == null
                ? ConditionEvaluationResult.enabled("nothing is known against it")
                : ConditionEvaluationResult.disabled("not tried, because the device does not connect: " + failure);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        if (ContractCases.isFirst(context)) {
            note(context, thrown);
        }
        throw thrown;
    }

    /** A test of the author's begins with a device that is connected. */
    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        note(context, thrown);
        throw thrown;
    }

    private static void note(ExtensionContext context, Throwable thrown) {
        if (thrown instanceof ContractViolation) {
            store(context).put(UsualHandshake.class, String.valueOf(thrown.getMessage()));
        }
    }

    /** The store of the test's class, for one run of it. */
    private static ExtensionContext.Store store(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return ofClass.getStore(ExtensionContext.Namespace.create(UsualHandshake.class));
    }
}
