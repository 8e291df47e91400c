// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

/**
 * One kind of operation on a share, since its guest connected. Times are from the arrival of the request to its reply, in
 * microseconds.
 *
 * @param name of the request, as in the protocol's documents
 * @param count how many there were
 * @param errors how many were answered with an error, which is rarely a fault: guests often look up names that do not exist
 * @param bytes of data transferred
 * @param median half of them took longer
 * @param percentile90 one of ten took longer
 * @param percentile99 one of a hundred took longer
 * @param longest the longest time
 */
public record FileOperationView(
        String name,
        long count,
        long errors,
        long bytes,
        long median,
        long percentile90,
        long percentile99,
        long longest) {}
