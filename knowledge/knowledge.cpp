#include "detente/knowledge/knowledge.hpp"
