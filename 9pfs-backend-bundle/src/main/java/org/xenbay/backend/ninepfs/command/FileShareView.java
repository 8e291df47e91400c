// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/**
 * A folder that is shared with a guest, at one moment.
 *
 * @param id the device
 * @param path the folder
 * @param rules in words: the security model, and other rules that differ from the defaults
 * @param protocol version that the guest speaks, once it has mounted the share
 * @param fids files that the guest knows
 * @param openFiles files that the guest has open
 * @param descriptors descriptors that the server holds for the guest
 * @param operationsPerSecond mean of the last 5 seconds
 * @param bytesRead by the guest since it connected
 * @param bytesWritten by the guest since it connected
 * @param median of the time that an operation took, in microseconds
 * @param percentile99 in microseconds: one of a hundred operations took longer
 * @param slow number of operations that took longer than the configured time
 * @param slowest the latest slow operation, in words
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
