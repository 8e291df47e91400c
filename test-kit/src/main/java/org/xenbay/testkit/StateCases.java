// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;

/** Cases in which a version finds state that it did not write. */
final class StateCases {

    private static final int OTHER_VERSION = 1_000_000;
    private static final int DAMAGES = 6;

    private StateCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("state: of a version that is not known", host -> {
                    host.connect();
                    host.uses().once();
                    isRefused(host, parked -> new Parked(OTHER_VERSION, parked.state(), parked.resources()), true);
                    host.uses().once();
                    HandoverCases.sawNothing(host);
                }),
                ContractCase.of("state: damaged", StateCases::damaged));
    }

    private static void damaged(ContractHost host) {
        host.serve();
        for (int seed = 0; seed < DAMAGES; seed++) {
            int variant = seed;
            host.calls().during("damage " + seed);
            host.attach().startDriver();
            host.awaitConnected(Rule.SERVES_THE_NEXT);
            host.uses().once();
            isRefused(
                    host,
                    parked -> new Parked(parked.version(), damage(parked.state(), variant), parked.resources()),
                    false);
            host.nextGuest();
        }
    }

    private static byte[] damage(byte[] state, int variant) {
        Random random = new Random(variant);
        byte[] damaged = switch (variant) {
            case 0 -> new byte[0];
            case 1 -> Arrays.copyOf(state, state.length / 2);
            case 2 -> Arrays.copyOf(state, state.length + 100);
            case 3 -> new byte[] {-1};
            default -> state;
        };
        if (variant > 3) {
            for (int i = 0; i < damaged.length; i++) {
                damaged[i] = (byte) random.nextInt();
            }
        }
        return damaged;
    }

    private static void isRefused(ContractHost host, UnaryOperator<Parked> change, boolean always) {
        host.withdraw();
        host.interference().forgetAnswer();
        host.interference().changeParked(change);
        host.serve();
        host.demands()
                .until(
                        Rule.HANDS_OVER,
                        "connect was not called",
                        () -> host.interference().answer() != null);
        Object answer = host.interference().answer();
        boolean refused = answer instanceof RefusedStateException || answer instanceof Readiness.Declined;
        if (answer instanceof Throwable other && !refused && (always || !Defects.isRefusal(other))) {
            host.demands().fails(Rule.REFUSES_OTHER_STATE, "connect has thrown " + Defects.words(other), other);
        } else if (always && !refused) {
            host.demands().fails(Rule.REFUSES_OTHER_STATE, "connect has answered " + answer, null);
        }
        host.interference().leaveParked();
        if (refused) {
            host.replace();
            host.awaitConnected(Rule.HANDS_OVER);
        }
    }
}
