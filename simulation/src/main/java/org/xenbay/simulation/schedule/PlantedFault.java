// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation.schedule;

/**
 * A planted fault, to test whether simulations find it: a method whose body is removed.
 *
 * @param type name of its class
 * @param method name of the method, which returns nothing
 */
public record PlantedFault(String type, String method) {

    boolean is(String internalName, String name) {
        return name.equals(method) && internalName.equals(type.replace('.', '/'));
    }
}
