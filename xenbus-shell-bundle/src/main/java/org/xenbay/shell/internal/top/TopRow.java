// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;

/**
 * What a device did between two looks. What its backend does not count is null, and so is what cannot be told yet.
 *
 * @param device which
 * @param guest its domain's name
 * @param type its type
 * @param phase what the core does with it
 * @param health how it is
 * @param load the greatest of its parts of all requests, bytes and events of the host, in percent
 * @param requests per second
 * @param readBytes that the guest has received, per second
 * @param writtenBytes that the guest has sent, per second
 * @param waiting requests that have not been answered yet, now
 * @param events of the guest, per second
 * @param mappedPages pages of the guest that are mapped, now
 * @param guestMemory bytes of the daemon's memory that all devices of its guest hold, now; null without a budget
 */
public record TopRow(
        DeviceId device,
        String guest,
        String type,
        DevicePhase phase,
        DeviceView.Health health,
        @Nullable Double load,
        @Nullable Double requests,
        @Nullable Double readBytes,
        @Nullable Double writtenBytes,
        @Nullable Long waiting,
        @Nullable Double events,
        int mappedPages,
        @Nullable Long guestMemory) {}
