// SPDX-License-Identifier: Apache-2.0
/**
 * The PV keyboard, pointer and touch screen: what sources do (evdev devices, viewers, scripts) goes to the guest that has
 * the focus. Nothing is exported; sources and scripts come in by {@link org.xenbay.api.input}.
 *
 * <p>{@code InputRouter} says whose a source is. {@code GuestInput} is one guest's keyboard and pointer: it takes frames
 * from any thread, keeps what the guest has no room for, and gives it to {@code GuestRing} on the device's executor.
 */
package org.xenbay.backend.vkbd;
