-- Topics are found, and compared, by what is kept of everything that is public.
DROP TABLE topic_grams;
