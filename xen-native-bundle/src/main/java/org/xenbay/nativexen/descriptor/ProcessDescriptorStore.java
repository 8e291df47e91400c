// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.util.List;
import org.xenbay.api.host.DescriptorStore;

/** Returns resources that this process has detached or that an earlier process has left. By any thread. */
public final class ProcessDescriptorStore implements DescriptorStore {

    private final ThisProcess process;
    private final List<DescriptorClaimer> claimers;

    ProcessDescriptorStore(ThisProcess process, List<DescriptorClaimer> claimers) {
        this.process = process;
        this.claimers = claimers;
    }

    /**
     * For a program that simulates several processes in one.
     *
     * @param process has the inherited descriptors
     * @param files recreates files
     * @return a store with descriptors that this process itself has open
     */
    public static DescriptorStore ofPlayedProcesses(ThisProcess process, DescriptorClaimer files) {
        return new ProcessDescriptorStore(process, List.of(files));
    }

    @Override
    public AutoCloseable take(String text) throws IOException {
        AutoCloseable left = process.transfers().take(text);
        if (left != null) {
            return left;
        }
        DescriptorToken token = DescriptorToken.parse(text);
        for (DescriptorClaimer claimer : claimers) {
            AutoCloseable thing = claimer.take(token, process.inheritance());
            if (thing != null) {
                return thing;
            }
        }
        throw new IOException("a token of an unknown kind: " + text);
    }

    @Override
    public String state() {
        return process.keeperState();
    }

    @Override
    public void closeUnclaimed() {
        process.transfers().closeUnclaimed();
        process.inheritance().closeUnclaimed();
        for (DescriptorClaimer claimer : claimers) {
            claimer.closeUnclaimed();
        }
    }
}
