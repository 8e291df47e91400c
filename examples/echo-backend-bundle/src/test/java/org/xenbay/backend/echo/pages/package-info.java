// SPDX-License-Identifier: Apache-2.0
/** Code of the pages for authors that the example itself does not need. */
package org.xenbay.backend.echo.pages;
