// SPDX-License-Identifier: Apache-2.0
/**
 * The PV keyboard, pointer and touch screen: input of sources (evdev devices, viewers, scripts) goes to the guest that has
 * the focus. Nothing is exported; sources and scripts use {@link org.xenbay.api.input}.
 *
 * <p>{@code InputRouter} routes sources to guests. {@code GuestInput} is one guest's keyboard and pointer: it takes frames from
 * any thread, queues events for which the guest has no room, and puts them into {@code GuestRing}.
 */
package org.xenbay.backend.vkbd;
