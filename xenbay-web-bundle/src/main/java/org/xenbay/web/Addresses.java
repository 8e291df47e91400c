// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses of interfaces. */
final class Addresses {

    private Addresses() {}

    /**
     * @param address a number or a name
     * @return whether only this machine reaches it
     * @throws IllegalArgumentException when it is no address
     */
    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("there is no address " + address, unknown);
        }
    }
}
