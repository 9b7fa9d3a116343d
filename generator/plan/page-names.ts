/** What parameters and properties of lists are called. Names are compared by their letters and digits, in lower case. */

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** `page[number]`, `pageNumber` and `page_number` are the same word. */
export function wordOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "");
}

/** Query parameters, the most telling name first. */
export const PARAMETERS = {
  page: names("page pagenumber pageno pagenum pageindex currentpage"),
  pageSize: names(
    "pagesize perpage itemsperpage resultsperpage pagelimit pagelength limit size pagecount maxresults maxitems count top take rows",
  ),
  offset: names("offset skip startindex startat pageoffset start"),
  cursor: names(
    `cursor pagecursor pagetoken nexttoken nextpagetoken nextcursor continuationtoken continuation continue startcursor startingafter
    startafter afterid aftercursor pageafter after marker nextmarker paginationtoken offset page`,
  ),
  /** Of these, the ones that take the identity of the last item. */
  lastId: names("startingafter startafter afterid after"),
} as const;

/** Properties of a page, or of an object in it that tells about the page. */
export const PROPERTIES = {
  nextCursor: names(
    `nextcursor nextpagetoken nexttoken nextpagecursor nextcontinuationtoken continuationtoken nextmarker nextpageid nextafter
    nextstartingafter endcursor continue`,
  ),
  nextNumber: names("nextpage nextpagenumber nextoffset"),
  lastId: names("lastid"),
  hasMore: names(
    "hasmore hasnext hasnextpage hasmorepages hasmoreitems hasmoreresults more moreavailable",
  ),
  nextUrl: names(
    "nexturl nexturi nextlink odatanextlink nextpageurl nextpageuri nextpagelink nexthref nextlinkurl",
  ),
  total: names(
    "total totalcount totalitems totalresults totalrecords totalelements totalhits totalentries totalrows numfound recordcount",
  ),
  totalPages: names("totalpages pagecount lastpage numpages totalpagecount pages"),
} as const;

/** Objects that tell about a page. */
export const ABOUT_THE_PAGE: ReadonlySet<string> = new Set(
  names(
    `meta metadata pagination paging pager page pageinfo paginationinfo pagingmetadata paginationmetadata responsemetadata
    resultinfo listmetadata cursor cursors links pages next nextpage`,
  ),
);

/** Objects that hold nothing but the list. */
export const AROUND_THE_ITEMS: ReadonlySet<string> = new Set(
  names("data result results response payload embedded content body page list"),
);

/** Arrays that hold the items, in whatever company. */
export const ITEMS: ReadonlySet<string> = new Set(
  names("data items results records entries values value elements resources list objects rows"),
);

/** Arrays that come beside the items. */
export const BESIDE_THE_ITEMS: ReadonlySet<string> = new Set(
  names(
    "errors warnings messages included unreachable facets aggregations links prefixes sort order fields columns",
  ),
);
