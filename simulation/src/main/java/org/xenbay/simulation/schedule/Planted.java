// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

/**
 * A fault that is planted, to see whether it is found: a method that does nothing.
 *
 * @param type name of its class
 * @param method name of it; it gives nothing back
 */
public record Planted(String type, String method) {

    boolean is(String internalName, String name) {
        return name.equals(method) && internalName.equals(type.replace('.', '/'));
    }
}
