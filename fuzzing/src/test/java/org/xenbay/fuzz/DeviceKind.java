// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.util.List;
import java.util.Map;
import org.xenbay.api.device.XenDevOps;

/** A type of device, as a guest's program has to know it. */
interface DeviceKind extends AutoCloseable {

    /** @return the backend that is tried */
    XenDevOps backend();

    /** @return the type in the backend's path, such as qusb */
    String type();

    /** @return the type in the frontend's path, such as vusb */
    String frontendType();

    /**
     * @param variant any number: which of the manners a toolstack may choose
     * @return what the toolstack writes
     */
    Map<String, String> options(int variant);

    /** @return names of nodes that the frontend may write */
    List<String> nodes();

    /** @return offsets in the pages at which indices and the like are */
    int[] offsets();

    /** @return number of pages that the frontend grants */
    int pages();

    /**
     * Puts into the pages what a driver puts there before it publishes them.
     *
     * @param hands of the guest
     * @return nodes that a driver writes
     */
    Map<String, String> publish(GuestHands hands);

    /**
     * Does one thing that a driver does: sends a request, or some bytes.
     *
     * @param hands of the guest
     * @param input what
     */
    void act(GuestHands hands, Input input);

    /**
     * Something happens on the host's side: a key, bytes for a console.
     *
     * @param hands of the guest
     * @param input what
     */
    default void happen(GuestHands hands, Input input) throws Exception {}

    @Override
    default void close() throws Exception {}
}
