// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

/**
 * A value to be shown as JSON.
 *
 * @param value what {@link Json#of} accepts
 */
public record JsonText(Object value) {
    @Override
    public String toString() {
        return Json.of(value);
    }
}
