// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/**
 * A folder that is shared with a guest, at one moment.
 *
 * @param id the device
 * @param path the folder
 * @param rules how it is shared, in words: its security model, and what else is not as usual
 * @param protocol version that the guest speaks; empty before it has mounted the share
 * @param fids files that the guest knows
 * @param openFiles those of them that it has open
 * @param descriptors descriptors that are held for it
 * @param operationsPerSecond mean of the last 5 seconds
 * @param bytesRead by the guest since it connected
 * @param bytesWritten by the guest since it connected
 * @param median of the time that an operation took, in microseconds
 * @param percentile99 in microseconds: one of a hundred operations took longer
 * @param slow number of operations that took longer than is usual, as configured
 * @param slowest the latest of them, in words
 */
public record FileShareView(
        DeviceId id,
        String path,
        String rules,
        Optional<String> protocol,
        int fids,
        int openFiles,
        long descriptors,
        double operationsPerSecond,
        long bytesRead,
        long bytesWritten,
        long median,
        long percentile99,
        long slow,
        Optional<String> slowest) {}
