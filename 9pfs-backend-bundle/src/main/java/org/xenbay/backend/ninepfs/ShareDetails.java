// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.util.Map;
import java.util.OptionalLong;
import org.xenbay.api.budget.Allowance;
import org.xenbay.backend.ninepfs.export.Export;

/**
 * The details of a share that operators see.
 *
 * @param nodes of its device
 * @param export the share
 * @param descriptors the guest's part of the host's
 * @param memory the guest's part of the heap
 */
record ShareDetails(ExportNodes nodes, Export export, Allowance descriptors, Allowance memory) {

    void put(Map<String, String> details, boolean confines) {
        details.put("path", nodes.path().toString());
        details.put("rules", nodes.rules().toString());
        if (nodes.rules().quota().counts()) {
            OptionalLong until = export.countedUntilNow();
            details.put(
                    until.isPresent() ? "counted until now" : "used",
                    until.isPresent()
                            ? until.getAsLong() + " files"
                            : export.usedBytes() + " bytes, " + export.usedFiles() + " files");
        }
        details.put("threads confined", confines ? export.confined() : "no, as configured");
        details.put("files held", Long.toString(export.descriptors().taken()));
        details.put("memory held", export.budgets().memory().taken() / 1024 + " KiB");
        details.put(
                "guest holds",
                descriptors.takenByOwner() + " files of " + descriptors.mostForOwner() + ", "
                        + memory.takenByOwner() / 1024 + " KiB of " + memory.mostForOwner() / 1024);
    }
}
