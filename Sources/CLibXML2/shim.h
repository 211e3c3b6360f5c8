#pragma once

// libxml2 was built with ICU, and its headers would bring ICU's own, whose names clash with those of
// the ICU inside Foundation. Nothing here touches the one structure that differs by it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
