/** Bodies of the image endpoints as API v1.51 has them. */
export interface ImageSummary {
  Containers: number;
  Created: number;
  Id: string;
  Labels: Record<string, string> | null;
  ParentId: string;
  RepoDigests: string[] | null;
  RepoTags: string[];
  SharedSize: number;
  Size: number;
}

export interface ImageHistoryRow {
  Comment: string;
  Created: number;
  CreatedBy: string;
  Id: string;
  Size: number;
  Tags: string[] | null;
}

export interface DeletedImage {
  Untagged?: string;
  Deleted?: string;
}
