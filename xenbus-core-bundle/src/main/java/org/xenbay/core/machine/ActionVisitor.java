// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

/**
 * One method for each kind of {@link Action}; {@link Action} describes each.
 *
 * @param <R> type of the methods' result
 */
public interface ActionVisitor<R> {

    /**
     * {@link Action.OpenHandler}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R openHandler() throws Exception;

    /**
     * {@link Action.OpenToAdopt}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R openToAdopt() throws Exception;

    /**
     * {@link Action.Init}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R init() throws Exception;

    /**
     * {@link Action.Publish}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R publish() throws Exception;

    /**
     * {@link Action.Connect}.
     *
     * @param action its parts
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R connect(Action.Connect action) throws Exception;

    /**
     * {@link Action.Announce}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R announce() throws Exception;

    /**
     * {@link Action.Park}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R park() throws Exception;

    /**
     * {@link Action.Leave}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R leave() throws Exception;

    /**
     * {@link Action.Disconnect}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R disconnect() throws Exception;

    /**
     * {@link Action.CloseHandler}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R closeHandler() throws Exception;

    /**
     * {@link Action.Release}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R release() throws Exception;

    /**
     * {@link Action.WriteState}.
     *
     * @param action its parts
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R writeState(Action.WriteState action) throws Exception;

    /**
     * {@link Action.Disown}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R disown() throws Exception;

    /**
     * {@link Action.Report}.
     *
     * @param action its parts
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R report(Action.Report action) throws Exception;

    /**
     * {@link Action.StartTimer}.
     *
     * @param action its parts
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R startTimer(Action.StartTimer action) throws Exception;

    /**
     * {@link Action.StopTimer}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R stopTimer() throws Exception;

    /**
     * {@link Action.Forget}.
     *
     * @return the result
     * @throws Exception when it cannot be carried out
     */
    R forget() throws Exception;
}
