// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.host.DescriptorStore;

/** Registers the store of detached resources, once the services are there that recreate them from descriptors. */
@Component
public final class DescriptorStoreComponent implements DescriptorStore {

    private static final String OF_FILES = "(" + DescriptorClaimer.OF + "=" + DescriptorClaimer.FILES + ")";
    private static final String OF_TERMINALS = "(" + DescriptorClaimer.OF + "=" + DescriptorClaimer.TERMINALS + ")";

    private final ThisProcess process;
    private final List<DescriptorClaimer> claimers;

    /**
     * @param process knows what is left
     * @param files makes files again
     * @param terminals makes terminals again
     */
    @Activate
    public DescriptorStoreComponent(
            @Reference ThisProcess process,
            @Reference(target = OF_FILES) DescriptorClaimer files,
            @Reference(target = OF_TERMINALS) DescriptorClaimer terminals) {
        this(process, List.of(files, terminals));
    }

    DescriptorStoreComponent(ThisProcess process, List<DescriptorClaimer> claimers) {
        this.process = process;
        this.claimers = claimers;
    }

    /**
     * For a program that simulates several processes in one.
     *
     * @param process knows what is left
     * @param files makes files again
     * @return gives descriptors that this process itself has open
     */
    public static DescriptorStore ofPlayedProcesses(ThisProcess process, DescriptorClaimer files) {
        return new DescriptorStoreComponent(process, List.of(files));
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
        process.inheritance().closeUnclaimed();
        for (DescriptorClaimer claimer : claimers) {
            claimer.closeUnclaimed();
        }
    }
}
