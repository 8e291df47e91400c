// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

/**
 * Numbers of resources in use; tests check for leaks with them.
 *
 * @param domains guests that run, or have ended and still have pages mapped
 * @param grantedPages pages that guests hold, granted to another domain
 * @param mappedPages mappings of guests' pages by domain 0, a page mapped twice counted twice
 * @param guestPorts event channel ports that guests have open
 * @param boundPorts ports of domain 0 that are bound
 */
public record Usage(int domains, int grantedPages, int mappedPages, int guestPorts, int boundPorts) {

    /**
     * @param other another count
     * @return the sum
     */
    public Usage plus(Usage other) {
        return new Usage(
                domains + other.domains,
                grantedPages + other.grantedPages,
                mappedPages + other.mappedPages,
                guestPorts + other.guestPorts,
                boundPorts + other.boundPorts);
    }
}
