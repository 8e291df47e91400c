// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.HistoryView.States;

/**
 * A device of a report.
 *
 * @param id the device
 * @param steps the states of its frontend, in their order
 * @param failure its failure when the report was made; empty when there was none
 * @param backend the nodes of its backend by their paths below the backend's directory; null for a value that the report leaves out
 * @param frontend the same of its frontend
 * @param frontendPath the frontend's directory
 * @param requests number of requests that are known
 * @param obstacle why it cannot be replayed; empty when it can
 */
record Recording(
        DeviceId id,
        List<Step> steps,
        String failure,
        Map<String, @Nullable String> backend,
        Map<String, @Nullable String> frontend,
        String frontendPath,
        long requests,
        String obstacle) {

    /**
     * A state of the frontend.
     *
     * @param frontend the state
     * @param backend the backend's last state while the frontend had it
     */
    record Step(XenbusState frontend, XenbusState backend) {}

    /**
     * @param changes the states after each change, in their order
     * @return a step for each state of the frontend, since the device was made the last time
     */
    static List<Step> steps(List<States> changes) {
        List<Step> steps = new ArrayList<>();
        for (States now : changes) {
            if (now.backend() == XenbusState.UNKNOWN) {
                steps.clear(); // the toolstack has removed it
            } else if (!steps.isEmpty() && steps.get(steps.size() - 1).frontend() == now.frontend()) {
                steps.set(steps.size() - 1, new Step(now.frontend(), now.backend()));
            } else if (!steps.isEmpty() || now.frontend() != XenbusState.UNKNOWN) {
                steps.add(new Step(now.frontend(), now.backend()));
            }
        }
        return steps;
    }
}
