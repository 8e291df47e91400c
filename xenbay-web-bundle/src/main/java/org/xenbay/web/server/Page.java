// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import org.xenbay.web.access.LoginCodes;
import org.xenbay.web.access.Sessions;
import org.xenbay.web.access.Tokens;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

/**
 * What the page is made of, and who may use it.
 *
 * @param services of the host
 * @param tokens who may log in
 * @param codes who may log in once
 * @param sessions who has logged in
 * @param log the latest lines of the log
 * @param build tells one build of the bundle from another
 */
public record Page(
        HostServices services, Tokens tokens, LoginCodes codes, Sessions sessions, LogLines log, String build) {}
