// SPDX-License-Identifier: Apache-2.0
/** What operators see of the core and do with it. */
package org.xenbay.core.admin;
