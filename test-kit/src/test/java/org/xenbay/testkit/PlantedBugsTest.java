// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.testkit.planted.SoundHandler;

/** Backends with one defect each: a case of the contract finds each of them, and says what the contract wants. */
class PlantedBugsTest {

    private record Planted(String bug, String found, Rule rule, Function<DeviceContext, DeviceHandler> handlers) {}

    @TestFactory
    Stream<DynamicTest> withoutADefectEachCasePasses() {
        return ContractCases.all()
                .map(each -> DynamicTest.dynamicTest(
                        each.name(), () -> each.body().accept(new PlantedContract(SoundHandler::new))));
    }

    @TestFactory
    Stream<DynamicTest> eachBugIsFound() {
        return Stream.of(new Planted(
                        "throws from disconnect",
                        "end: the toolstack removes the device",
                        Rule.ENDS_QUIETLY,
                        device -> new SoundHandler(device) {
                            @Override
                            public void disconnect() {
                                throw new IllegalStateException("planted");
                            }
                        }))
                .map(planted -> DynamicTest.dynamicTest(planted.bug(), () -> isFound(planted)));
    }

    private static void isFound(Planted planted) {
        ContractCase found = ContractCases.all()
                .filter(each -> each.name().equals(planted.found()))
                .findFirst()
                .orElseThrow();
        ContractViolation violation = catchThrowableOfType(
                ContractViolation.class, () -> found.body().accept(new PlantedContract(planted.handlers())));
        assertThat(violation).as("%s is found", planted.bug()).isNotNull();
        assertThat(violation.rule()).as(violation.getMessage()).isEqualTo(planted.rule());
    }
}
